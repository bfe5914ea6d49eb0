package io.jenkins.plugins.spindelivery.engine.manifest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.Test;

public class SecretMaskingTest {

    @Test
    public void valuesGiveWayToTheirLength() {
        ObjectNode secret = Trees.tree(
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                  labels: {app: shop}
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"aHVudGVyMg=="}}'
                    spin-delivery.jenkins.io/fingerprint: v1:abc
                    note: kept
                type: Opaque
                data: {password: aHVudGVyMg==, broken: my_youdu_buin, empty: ''}
                stringData: {user: müller, port: 5432}
                """);
        ObjectNode before = secret.deepCopy();
        assertEquals(
                Trees.tree(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata:
                          name: db
                          labels: {app: shop}
                          annotations:
                            kubectl.kubernetes.io/last-applied-configuration: (hidden)
                            spin-delivery.jenkins.io/fingerprint: (hidden)
                            note: kept
                        type: Opaque
                        data: {password: "(hidden, 7 bytes)", broken: "(hidden, not base64)", empty: "(hidden, 0 bytes)"}
                        stringData: {user: "(hidden, 7 bytes)", port: (hidden)}
                        """),
                SecretMasking.mask(secret));
        assertEquals("the original must not change", before, secret);
    }

    @Test
    public void dataOfTheWrongShapeIsHiddenToo() {
        ObjectNode masked = SecretMasking.mask(Trees.tree("{kind: Secret, data: hunter2, stringData: [hunter2]}"));
        assertFalse(masked.toString(), masked.toString().contains("hunter2"));
    }

    @Test
    public void secretsOfOtherGroupsAreSecretsToo() {
        ObjectNode masked = SecretMasking.mask(
                Trees.tree("{apiVersion: example.com/v1, kind: Secret, stringData: {password: hunter2}}"));
        assertFalse(masked.toString().contains("hunter2"));
    }

    @Test
    public void whatIsNoSecretIsShownAsItIs() {
        ObjectNode configMap = Trees.tree("{apiVersion: v1, kind: ConfigMap, data: {password: none}}");
        assertSame(configMap, SecretMasking.mask(configMap));
    }
}
