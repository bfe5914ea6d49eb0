package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One document as it was read.
 *
 * @param root the tree
 * @param line the line where its content starts, counted from 1 in the whole text
 * @param lines the lines of its parts; {@code null} unless they were asked for
 */
record Tree(JsonNode root, int line, LineIndex lines) {}
