package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the server answered to a write.
 *
 * @param object the object as the server has it now, or would have it
 * @param created whether it was not there before
 * @param warnings what the server warned of (HTTP {@code Warning} headers), such as a deprecated API version
 */
public record ApplyResult(ObjectNode object, boolean created, List<String> warnings) {}
