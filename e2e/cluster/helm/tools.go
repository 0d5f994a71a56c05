//go:build tools

// Package helm pins the Helm that people use on the tests' cluster.
package helm

import _ "helm.sh/helm/v3/cmd/helm"
