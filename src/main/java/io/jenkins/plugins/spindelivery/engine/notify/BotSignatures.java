package io.jenkins.plugins.spindelivery.engine.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures that show a robot that a message comes from somebody who knows its secret. Both services refuse one that is
 * older than an hour, so each try is signed anew.
 */
public final class BotSignatures {
    private static final String ALGORITHM = "HmacSHA256";

    private BotSignatures() {}

    /**
     * Signs for DingTalk: HMAC-SHA256 of {@code timestamp + "\n" + secret} by the secret, in the URL's parameters
     * {@code timestamp} (milliseconds) and {@code sign}.
     *
     * @param address the robot's URL with its {@code access_token}
     * @param secret the robot's secret, which begins with {@code SEC}
     * @param now the time of sending
     * @return the address to send to
     */
    public static Address dingTalk(Address address, String secret, Instant now) {
        String timestamp = Long.toString(now.toEpochMilli());
        String sign = hmac(secret, timestamp + "\n" + secret);
        return address.with("timestamp=" + timestamp + "&sign=" + URLEncoder.encode(sign, StandardCharsets.UTF_8));
    }

    /**
     * Signs for Feishu and Lark: HMAC-SHA256 of an empty message by {@code timestamp + "\n" + secret}, in the body's
     * fields {@code timestamp} (seconds, as text) and {@code sign}.
     *
     * @param body left as it is
     * @param secret the bot's secret
     * @param now the time of sending
     * @return the body to send
     */
    public static ObjectNode feishu(ObjectNode body, String secret, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        ObjectNode signed = JsonNodeFactory.instance.objectNode();
        signed.put("timestamp", timestamp);
        signed.put("sign", hmac(timestamp + "\n" + secret, ""));
        signed.setAll(body.deepCopy());
        return signed;
    }

    private static String hmac(String key, String message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
