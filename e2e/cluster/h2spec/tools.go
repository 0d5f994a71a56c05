//go:build tools

// Package h2spec pins the cases that the data plane's HTTP/2 is held against.
package h2spec

import _ "github.com/summerwind/h2spec/cmd/h2spec"
