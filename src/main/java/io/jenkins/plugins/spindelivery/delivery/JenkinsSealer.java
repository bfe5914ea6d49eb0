package io.jenkins.plugins.spindelivery.delivery;

import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import jenkins.security.HMACConfidentialKey;

/**
 * Encrypts with a key of this Jenkins, which lies below {@code secrets/} as the keys of credentials do: AES-GCM with a
 * random nonce for each text, so that a change is noticed when it is opened.
 */
public final class JenkinsSealer implements Sealer {
    private static final byte[] HEADER = {'s', 'p', 'i', 'n', 1};
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** The key's whole length goes into AES-256; the keys of Jenkins' own store are for this Jenkins alone. */
    private static final HMACConfidentialKey SEAL = new HMACConfidentialKey(JenkinsSealer.class, "seal", 32);

    private static final HMACConfidentialKey FINGERPRINT =
            new HMACConfidentialKey(JenkinsSealer.class, "fingerprint", 16);

    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] seal(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 64);
        out.writeBytes(HEADER);
        out.writeBytes(nonce);
        try {
            out.writeBytes(cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
        return out.toByteArray();
    }

    @Override
    public byte[] open(byte[] sealed) {
        int start = HEADER.length + NONCE_BYTES;
        if (sealed.length < start || !Arrays.equals(HEADER, 0, HEADER.length, sealed, 0, HEADER.length)) {
            throw unreadable(null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER.length, start);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed, start, sealed.length - start);
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    /**
     * A short name for a text, which tells nothing about the text to whoever lacks this Jenkins' key.
     *
     * @param text the text
     * @return 32 hexadecimal digits; the same for the same text
     */
    public static String fingerprint(String text) {
        return FINGERPRINT.mac(text);
    }

    private static SecretKeySpec key() {
        return new SecretKeySpec(SEAL.mac("AES-256-GCM".getBytes(StandardCharsets.UTF_8)), "AES");
    }

    private static ProblemException unreadable(Exception cause) {
        return new ProblemException(Category.INPUT, List.of(Problem.of("delivery.seal-broken", "")), cause);
    }

    private static Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
