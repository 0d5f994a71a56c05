/**
 * The {@code gatehouse} command.
 *
 * <p>In: arguments and a folder of YAML. Out: a gateway on this machine, findings about the folder,
 * or an explanation of one request. It decides nothing of its own: the operator's translator and
 * the data plane's matcher give every answer.
 */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
