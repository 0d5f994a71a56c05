module gatehouse.dev/e2e/echo

go 1.25.0
