/** A namespaced kind whose fields are all allowed, unless `schema` says which. */
export type DefinedKind = {
  group: string;
  names: { kind: string; plural: string; singular?: string; listKind?: string };
  /** All served; the first is stored. */
  versions?: string[];
  schema?: object;
  /** With a status that is written apart. */
  status?: boolean;
};

/** A CustomResourceDefinition, to be applied or to be a file of the repository. */
export function definition({ group, names, versions = ['v1'], schema, status = false }: DefinedKind): object {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      group,
      names,
      scope: 'Namespaced',
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: schema ?? open },
        ...(status && { subresources: { status: {} } }),
      })),
    },
  };
}

export function definitionPath(group: string, plural: string): string {
  return `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.${group}`;
}
