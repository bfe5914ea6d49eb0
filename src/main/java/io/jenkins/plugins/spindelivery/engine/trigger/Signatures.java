package io.jenkins.plugins.spindelivery.engine.trigger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a payload comes from someone who knows the secret. All answers take the same work, whether the secret is
 * wrong, missing, or there is none to compare with, so that nobody learns from the time which paths exist.
 */
public final class Signatures {
    private static final String HMAC = "HmacSHA256";
    /** Stands in where there is no secret; what it gives is thrown away. */
    private static final byte[] NOBODY = "nobody".getBytes(StandardCharsets.UTF_8);

    private Signatures() {}

    /**
     * Whether a header signs the body: {@code PREFIX} and the HMAC-SHA256 (RFC 2104) over the raw body in hexadecimal,
     * small or capital letters, as GitHub sends it in {@code X-Hub-Signature-256} with the prefix {@code sha256=}.
     *
     * @param secret the key; an empty one signs nothing
     * @param prefix what stands before the digits, or an empty text
     * @param header the header's value; {@code null} when it was not sent
     * @param body the body's bytes as they came
     * @return whether the signature is right
     */
    public static boolean hmacSha256(byte[] secret, String prefix, String header, byte[] body) {
        byte[] expected = hmac(secret, body);
        boolean formed = header != null && header.startsWith(prefix);
        byte[] given = digits(formed ? header.substring(prefix.length()) : "");
        return MessageDigest.isEqual(expected, given) & secret.length > 0;
    }

    /**
     * Whether a token is the secret, as GitLab sends it in {@code X-Gitlab-Token} and Harbor in {@code Authorization}.
     * Digests are compared, so that the time tells nothing of the secret's length either.
     *
     * @param secret the token expected; an empty one is never right
     * @param header the header's value; {@code null} when it was not sent
     * @param body the body's bytes, for the same work as with a signature
     * @return whether the token is right
     */
    public static boolean token(byte[] secret, String header, byte[] body) {
        byte[] key = hmac(NOBODY, body);
        byte[] given = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(hmac(key, secret), hmac(key, given)) & secret.length > 0;
    }

    /**
     * The work of a check that fails, for a path that nobody listens to.
     *
     * @param header what was sent, or {@code null}
     * @param body the body's bytes
     * @return always {@code false}
     */
    public static boolean nobody(String header, byte[] body) {
        return hmacSha256(NOBODY, "", header, body) & false;
    }

    private static byte[] digits(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(byte[] key, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.length == 0 ? NOBODY : key, HMAC));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
