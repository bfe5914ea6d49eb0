package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A server's address, authority and token in the form of a kubeconfig, so that one set of rules holds for both. */
final class ServerTree {
    private ServerTree() {}

    /** A kubeconfig with one context of the given name; empty parts are left out, as a person would. */
    static ObjectNode of(String name, String server, String authority, String token) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putArray("contexts")
                .addObject()
                .put("name", name)
                .putObject("context")
                .put("cluster", name)
                .put("user", name);
        ObjectNode cluster =
                tree.putArray("clusters").addObject().put("name", name).putObject("cluster");
        cluster.put("server", server);
        if (!authority.isBlank()) {
            cluster.put("certificate-authority-data", base64(authority));
        }
        tree.putArray("users").addObject().put("name", name).putObject("user").put("token", token);
        return tree;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
