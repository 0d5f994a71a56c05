/**
 * A real Kubernetes API server for tests: etcd and kube-apiserver, no nodes.
 *
 * <p>In: the binaries, found, downloaded or built from Go modules. Out: {@link
 * dev.gatehouse.e2e.apiserver.ApiServer}, started once for the test JVM and shared by its tests. It
 * never listens but on loopback and leaves no process behind, however the JVM ends.
 */
@NullMarked
package dev.gatehouse.e2e.apiserver;

import org.jspecify.annotations.NullMarked;
