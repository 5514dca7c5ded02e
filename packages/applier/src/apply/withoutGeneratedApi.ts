/** Stands where the client library wants its generated API; see kubeConfig.ts. */
export function createConfiguration(): never {
  throw new Error('Cannot make a client of the generated API: it is not loaded, because all requests are our own');
}

/** As above; the library would make one with `new`. */
export const ServerConfiguration = createConfiguration;
