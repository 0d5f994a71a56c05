package dev.gatehouse.operator.input.folder;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One object of a file as it was written.
 *
 * @param lines where each of its fields stands
 */
public record Document(JsonNode json, Lines lines) {}
