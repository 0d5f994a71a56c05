//go:build tools

// Package coredns pins the DNS server of the tests' cluster.
package coredns

import _ "github.com/coredns/coredns"
