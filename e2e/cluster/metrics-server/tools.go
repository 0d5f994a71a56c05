//go:build tools

// Package metricsserver pins what the autoscaler of the tests' cluster reads.
package metricsserver

import _ "sigs.k8s.io/metrics-server/cmd/metrics-server"
