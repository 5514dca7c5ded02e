{{- /* Name, namespace and labels: (list $ "couplet-sync") */ -}}
{{- define "couplet.metadata" -}}
name: {{ index . 1 }}
namespace: {{ (index . 0).Release.Namespace }}
labels: {app.kubernetes.io/name: couplet}
{{- end -}}

{{- /* A Role or ClusterRole as its binding: (list $ kind name) */ -}}
{{- define "couplet.binding" -}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: {{ index . 1 }}, name: {{ index . 2 }}}
subjects:
  - {kind: ServiceAccount, name: couplet-applier, namespace: {{ (index . 0).Release.Namespace }}}
{{- end -}}
