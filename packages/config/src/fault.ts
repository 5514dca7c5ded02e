/** A problem before its offset is turned into line and column. `setting` is `''` when the fault is the file's. */
export type Fault = { offset: number; setting: string; message: string };
