/** A pod as far as the stand-in kubelet looks into it. */
export type KubeletPod = {
  metadata: { name: string; namespace: string; uid: string; deletionTimestamp?: string };
  spec: {
    restartPolicy?: string;
    containers: { name: string; image: string }[];
    initContainers?: { name: string; image: string }[];
  };
  status?: { phase?: string };
};
