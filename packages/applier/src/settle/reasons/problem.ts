/** Why an object is not healthy, as a sentence for a person, under the code of docs/errors.md. */
export type HealthProblem = {
  code: 'unhealthy' | 'image-pull' | 'crash-loop' | 'unschedulable' | 'not-created';
  message: string;
};
