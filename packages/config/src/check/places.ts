/** Where settings are written. */
export type Places = {
  /** Offset of a setting, or of the nearest block around it that is written. */
  offsetOf(setting: string): number;
  /** `line 4, column 11` of the same place. */
  describe(setting: string): string;
  /** False for a default. */
  isWritten(setting: string): boolean;
};
