package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;

/** Signatures by the example of GitHub's documentation and RFC 4231, and tokens. */
public class SignaturesTest {
    private static final byte[] SECRET = bytes("It's a Secret to Everybody");
    private static final byte[] BODY = bytes("Hello, World!");
    private static final String DIGITS = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    public void theExampleOfGitHubsDocumentationIsRight() {
        assertTrue(Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + DIGITS, BODY));
        assertTrue(Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + DIGITS.toUpperCase(Locale.ROOT), BODY));
    }

    @Test
    public void testCaseTwoOfRfc4231IsRight() {
        String digits = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertTrue(Signatures.hmacSha256(bytes("Jefe"), "", digits, bytes("what do ya want for nothing?")));
    }

    @Test
    public void anythingElseIsWrong() {
        assertFalse("body", Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + DIGITS, bytes("Hello, World?")));
        assertFalse("secret", Signatures.hmacSha256(bytes("other"), "sha256=", "sha256=" + DIGITS, BODY));
        assertFalse("prefix", Signatures.hmacSha256(SECRET, "sha256=", DIGITS, BODY));
        assertFalse("other prefix", Signatures.hmacSha256(SECRET, "sha256=", "sha1=" + DIGITS, BODY));
        assertFalse("short", Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + DIGITS.substring(2), BODY));
        assertFalse("odd", Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + DIGITS.substring(1), BODY));
        assertFalse("no digits", Signatures.hmacSha256(SECRET, "sha256=", "sha256=" + "z".repeat(64), BODY));
        assertFalse("empty", Signatures.hmacSha256(SECRET, "sha256=", "sha256=", BODY));
        assertFalse("missing", Signatures.hmacSha256(SECRET, "sha256=", null, BODY));
    }

    @Test
    public void anEmptySecretLetsNobodyIn() {
        // What anybody can compute who reads this source.
        byte[] nobody = bytes("nobody");
        assertFalse(Signatures.hmacSha256(new byte[0], "", hmac(nobody), BODY));
        assertFalse(Signatures.token(new byte[0], "", BODY));
        assertFalse(Signatures.token(new byte[0], null, BODY));
        assertFalse(Signatures.token(new byte[0], "nobody", BODY));
        assertFalse(Signatures.nobody(hmac(nobody), BODY));
        assertFalse(Signatures.nobody(null, BODY));
    }

    @Test
    public void aTokenIsTheWholeSecret() {
        assertTrue(Signatures.token(bytes("geheim-ü"), "geheim-ü", BODY));
        assertFalse(Signatures.token(bytes("geheim-ü"), "geheim-", BODY));
        assertFalse(Signatures.token(bytes("geheim-ü"), "Geheim-ü", BODY));
        assertFalse(Signatures.token(bytes("geheim-ü"), "", BODY));
        assertFalse(Signatures.token(bytes("geheim-ü"), null, BODY));
    }

    /** The signature under a key, by the JDK. */
    private static String hmac(byte[] key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(BODY));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
