package io.jenkins.plugins.spindelivery.trigger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** A trigger that something is delivered to, at {@code spin-webhook/PATH}, signed with a secret. */
public abstract class DeliveredTrigger extends SpinTrigger {
    /** What a path may be. */
    static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~-]{1,100}(/[A-Za-z0-9._~-]{1,100}){0,4}");

    private static final long SECRET_MILLIS = 5_000;

    private final String path;
    private final String credentialsId;
    private transient volatile Looked looked;

    /** A secret, and until when it need not be looked up again. */
    private record Looked(byte[] secret, long until) {}

    /**
     * A trigger.
     *
     * @param path the part of the address behind {@code spin-webhook/}; several jobs may have the same
     * @param credentialsId the id of a secret text, which the sender knows too
     */
    protected DeliveredTrigger(String path, String credentialsId) {
        this.path = Util.fixNull(path).strip().replaceAll("^/+|/+$", "");
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    /**
     * Where it is delivered to.
     *
     * @return the part of the address behind {@code spin-webhook/}
     */
    @NonNull
    public String getPath() {
        return Util.fixNull(path);
    }

    /**
     * The secret's credential.
     *
     * @return the id of a secret text
     */
    @NonNull
    public String getCredentialsId() {
        return Util.fixNull(credentialsId);
    }

    /** How a delivery is signed, and what signs it. */
    record Signing(boolean hmac, String header, String prefix) {
        boolean right(byte[] secret, UnaryOperator<String> headers, byte[] body) {
            String given = headers.apply(header);
            return hmac
                    ? Signatures.hmacSha256(secret, prefix, given, body)
                    : Signatures.token(secret, token(given), body);
        }

        private String token(String given) {
            return given != null && !prefix.isEmpty() && given.startsWith(prefix)
                    ? given.substring(prefix.length())
                    : given;
        }
    }

    /** How senders of this kind sign. */
    abstract Signing signing();

    /**
     * What a delivery tells of.
     *
     * @return the events; none when it tells of something else
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be understood
     */
    abstract List<Event> events(Delivery delivery, ObjectNode payload, DeliveryId id);

    /** Why an event does not start the job; empty when it does. */
    abstract Optional<Problem> mismatch(Event event);

    /** For how long the same content does nothing when neither sender nor event has an id, in milliseconds. */
    long rememberMillis() {
        return 5 * 60_000L;
    }

    /**
     * Whether a delivery is signed with this trigger's secret. Without a secret none is; the work is the same.
     *
     * @param headers gives a header by its name, or {@code null}
     * @param body the raw body
     * @return whether it is
     */
    boolean isSigned(UnaryOperator<String> headers, byte[] body) {
        return signing().right(secret(), headers, body);
    }

    private byte[] secret() {
        long now = System.nanoTime() / 1_000_000;
        Looked known = looked;
        if (known == null || known.until() < now) {
            String id = getCredentialsId();
            byte[] secret = id.isEmpty() || job() == null
                    ? new byte[0]
                    : find(job(), id)
                            .map(found -> found.getSecret().getPlainText().getBytes(StandardCharsets.UTF_8))
                            .orElse(new byte[0]);
            known = new Looked(secret, now + SECRET_MILLIS);
            looked = known;
        }
        return known.secret();
    }

    static Optional<StringCredentials> find(Item item, String id) {
        return Optional.ofNullable(CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItem(StringCredentials.class, item, ACL.SYSTEM2, List.of()),
                CredentialsMatchers.withId(id)));
    }

    /** Which trigger signed a delivery, in the journal: it may be configured anew before the delivery's turn comes. */
    String key() {
        return job().getFullName() + "\n" + getClass().getSimpleName() + "\n" + getCredentialsId();
    }
}
