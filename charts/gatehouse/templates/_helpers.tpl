{{- define "gatehouse.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 30 | trimSuffix "-" }}
{{- end }}

{{/* Short enough for what is appended to it: a fleet's name may have 30 letters. */}}
{{- define "gatehouse.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 26 | trimSuffix "-" }}
{{- else if contains (include "gatehouse.name" .) .Release.Name }}
{{- .Release.Name | trunc 26 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "gatehouse.name" .) | trunc 26 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "gatehouse.selectorLabels" -}}
app.kubernetes.io/name: {{ include "gatehouse.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of every object. */}}
{{- define "gatehouse.labels" -}}
{{ include "gatehouse.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "gatehouse.operator.name" -}}
{{ include "gatehouse.fullname" . }}-operator
{{- end }}

{{- define "gatehouse.operator.selectorLabels" -}}
{{ include "gatehouse.selectorLabels" . }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "gatehouse.operator.labels" -}}
{{ include "gatehouse.labels" . }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "gatehouse.operator.serviceAccount" -}}
{{ .Values.operator.serviceAccount.name | default (include "gatehouse.operator.name" .) }}
{{- end }}

{{- define "gatehouse.dataplane.serviceAccount" -}}
{{ .Values.dataPlaneServiceAccount.name | default (printf "%s-dataplane" (include "gatehouse.fullname" .)) }}
{{- end }}

{{/* The fleet's objects; takes root and fleet, as all that follow. */}}
{{- define "gatehouse.fleet.name" -}}
{{ include "gatehouse.fullname" .root }}-{{ .fleet.name }}
{{- end }}

{{- define "gatehouse.fleet.selectorLabels" -}}
{{ include "gatehouse.selectorLabels" .root }}
app.kubernetes.io/component: dataplane
gatehouse.dev/gateway: {{ .fleet.name }}
{{- end }}

{{- define "gatehouse.fleet.labels" -}}
{{ include "gatehouse.labels" .root }}
app.kubernetes.io/component: dataplane
gatehouse.dev/gateway: {{ .fleet.name }}
{{- end }}

{{/* The file by which the fleet's pods are started. */}}
{{- define "gatehouse.fleet.settings" -}}
{{- $own := dict
    "fleet" .fleet.name
    "listeners" (dict "traffic" (dict "port" 8080) "push" (dict "port" 9901) "observe" (dict "port" 9902))
    "push" (dict "tls" (dict
      "certificate" "/etc/gatehouse/push/tls.crt"
      "key" "/etc/gatehouse/push/tls.key"
      "ca" "/etc/gatehouse/push/ca.crt"))
    "drain" (dict
      "delay" (printf "%vs" .fleet.drain.delaySeconds)
      "deadline" (printf "%vs" .fleet.drain.deadlineSeconds))
    "snapshot" (dict
      "directory" "/run/gatehouse/snapshot"
      "maxRestoredAge" .fleet.snapshot.maxRestoredAge
      "peers" (printf "%s-peers" (include "gatehouse.fleet.name" .))) -}}
{{- toYaml (mustMergeOverwrite (deepCopy .fleet.settings) $own) }}
{{- end }}

{{/* Takes root and image. */}}
{{- define "gatehouse.image" -}}
{{- $name := .image.repository }}
{{- with .image.registry }}{{ $name = printf "%s/%s" . $name }}{{ end }}
{{- if .image.digest }}
{{- printf "%s@%s" $name .image.digest }}
{{- else }}
{{- printf "%s:%s" $name (.image.tag | default .root.Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* Takes a budget; one of the two numbers. */}}
{{- define "gatehouse.disruptions" -}}
{{- if not (kindIs "invalid" .minAvailable) -}}
minAvailable: {{ .minAvailable }}
{{- else -}}
maxUnavailable: {{ .maxUnavailable }}
{{- end }}
# A pod that isn't Ready serves nobody: it may go, else its node can never be drained.
unhealthyPodEvictionPolicy: AlwaysAllow
{{- end }}

{{/* Where pods run; takes the values of a kind of pod, and its labels, which constraints without a selector select. */}}
{{- define "gatehouse.scheduling" -}}
{{- $spread := list }}
{{- range .of.topologySpreadConstraints }}
{{- $spread = append $spread (merge (deepCopy .) (dict "labelSelector" (dict "matchLabels" ($.labels | fromYaml)))) }}
{{- end }}
{{- $scheduling := dict
    "priorityClassName" .of.priorityClassName
    "nodeSelector" .of.nodeSelector
    "tolerations" .of.tolerations
    "affinity" .of.affinity
    "topologySpreadConstraints" $spread }}
{{- range $key, $value := $scheduling }}
{{- if $value }}
{{ toYaml (dict $key $value) }}
{{- end }}
{{- end }}
{{- end }}
