package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.Test;

public class SecretDataTest {
    private static ObjectNode encoded(String yaml) {
        ObjectNode tree = Trees.tree(yaml);
        SecretData.encode(tree);
        return tree;
    }

    @Test
    public void stringDataBecomesDataAndWins() {
        assertEquals(
                Trees.tree("{apiVersion: v1, kind: Secret, data: {a: b25l, b: 5a+G, c: eA==, d: ''}}"),
                encoded("{apiVersion: v1, kind: Secret, data: {a: eA==, c: eA==},"
                        + " stringData: {a: one, b: 密, d: null}}"));
        assertEquals(
                Trees.tree("{apiVersion: v1, kind: Secret, data: {a: b25l}}"),
                encoded("{apiVersion: v1, kind: Secret, stringData: {a: one}}"));
    }

    @Test
    public void otherObjectsStayAsTheyAre() {
        for (String yaml : new String[] {
            "{apiVersion: v1, kind: Secret, data: {a: eA==}}",
            "{apiVersion: v1, kind: Secret}",
            "{apiVersion: v1, kind: ConfigMap, stringData: {a: one}}",
            "{apiVersion: example.com/v1, kind: Secret, stringData: {a: one}}"
        }) {
            assertEquals(Trees.tree(yaml), encoded(yaml));
        }
    }
}
