package io.jenkins.plugins.spindelivery.engine.manifest.version;

import static io.jenkins.plugins.spindelivery.engine.manifest.Trees.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.Test;

public class FingerprintTest {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, true);
    private static final String BASE = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '1', y: '2'}}";

    /** Fixed for ever: a change of the canonical form would give every object in every cluster a new version. */
    @Test
    public void theFormIsStable() {
        assertEquals(
                Optional.of("v1:cd019efbcaf38f568fed5b7d9368e07048452c9c8a962c6f68520024cd20e869"),
                Fingerprint.of(tree(BASE)));
    }

    @Test
    public void metadataAndTheOrderOfKeysDoNotCount() {
        assertEquals(
                fingerprint(BASE),
                fingerprint("{kind: ConfigMap, data: {y: '2', x: '1'}, apiVersion: v1, metadata: {labels: {l: m}}}"));
    }

    @Test
    public void everythingElseCounts() {
        String[] others = {
            "{apiVersion: v1, kind: ConfigMap, data: {x: '1', y: '3'}}",
            "{apiVersion: v1, kind: ConfigMap, data: {x: '1'}}",
            "{apiVersion: v1, kind: ConfigMap, data: {x: '1', y: '2'}, immutable: true}",
            "{apiVersion: v2, kind: ConfigMap, data: {x: '1', y: '2'}}",
            "{apiVersion: v1, kind: ConfigMap, data: {x: 1, y: '2'}}",
            "{apiVersion: v1, kind: ConfigMap, data: {x: '1', y: ['2']}}",
            "{apiVersion: v1, kind: ConfigMap, data: {x: '1', y: '2'}, binaryData: null}",
        };
        for (String other : others) {
            assertNotEquals(other, fingerprint(BASE), fingerprint(other));
        }
    }

    @Test
    public void numbersCountByTheirValue() {
        assertEquals(number("1"), number("1.0"));
        assertEquals(number("100"), number("1.0e+2"));
        assertEquals(number("0"), number("-0.0"));
        assertEquals(number("123456789012345678901234567890"), number("1.2345678901234567890123456789e+29"));
        assertNotEquals(number("1"), number("10"));
        assertNotEquals(number("0.1"), number("0.10000001"));
    }

    @Test
    public void doublesAndExactNumbersAreTheSame() throws JsonProcessingException {
        assertEquals(number("0.1"), CanonicalJson.of(new ObjectMapper().readTree("0.1")));
        assertEquals("1e999999", number("1e999999"));
    }

    @Test
    public void keysAndTextsCannotBeMistakenForStructure() {
        assertNotEquals(fingerprint("{a: '{\"b\":1}'}"), fingerprint("{a: {b: 1}}"));
        assertNotEquals(fingerprint("{a: 'x\",\"b\":\"y'}"), fingerprint("{a: x, b: y}"));
        assertNotEquals(fingerprint("{a: 'true'}"), fingerprint("{a: true}"));
        assertNotEquals(fingerprint("{a: []}"), fingerprint("{a: {}}"));
    }

    @Test
    public void secretsHaveNone() {
        assertEquals(Optional.empty(), Fingerprint.of(tree("{apiVersion: v1, kind: Secret, data: {password: eA==}}")));
    }

    private static String number(String json) {
        try {
            return CanonicalJson.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String fingerprint(String yaml) {
        return Fingerprint.of(tree(yaml)).orElseThrow();
    }
}
