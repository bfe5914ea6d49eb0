package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * All objects of a type in a namespace as they were at one moment.
 *
 * @param objects each with {@code apiVersion} and {@code kind}
 * @param resourceVersion the moment, from which a watch can go on; empty when the server does not say
 */
public record Listing(List<ObjectNode> objects, String resourceVersion) {}
