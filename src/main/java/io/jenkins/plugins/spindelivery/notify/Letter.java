package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A message that is written and has yet to be sent; sealed where it is stored, because the address may be secret. Secrets
 * that have an id of their own are named by it and looked up at each try.
 *
 * @param version the layout of this record, {@value #VERSION}
 * @param id unique for each message and receiver, and the same when the event is told again
 * @param job the full name of the job that it is about
 * @param number the build's number; 0 for a test that belongs to no build
 * @param to what people call the receiver
 * @param title the message in one line
 * @param millis when it was written, in milliseconds since 1970
 * @param owner the full name of the job whose credentials may be used; empty for those of Jenkins itself
 * @param webhook how it is posted; {@code null} for a mail
 * @param mail how it is mailed; {@code null} for a webhook
 */
public record Letter(
        @JsonProperty("version") int version,
        @JsonProperty("id") String id,
        @JsonProperty("job") String job,
        @JsonProperty("number") int number,
        @JsonProperty("to") String to,
        @JsonProperty("title") String title,
        @JsonProperty("millis") long millis,
        @JsonProperty("owner") String owner,
        @JsonProperty("webhook") Webhook webhook,
        @JsonProperty("mail") Mail mail) {

    /** The layout that this version writes. */
    public static final int VERSION = 1;

    /**
     * What is posted where.
     *
     * @param format the id of a {@link io.jenkins.plugins.spindelivery.engine.notify.Format}
     * @param url the address; empty when a credential holds it
     * @param urlCredentialsId the credential that holds the address; empty when there is none
     * @param secretCredentialsId the credential that signs or authorises it; empty for none
     * @param headers further headers by name
     * @param body not yet signed
     */
    public record Webhook(
            @JsonProperty("format") String format,
            @JsonProperty("url") String url,
            @JsonProperty("urlCredentialsId") String urlCredentialsId,
            @JsonProperty("secretCredentialsId") String secretCredentialsId,
            @JsonProperty("headers") Map<String, String> headers,
            @JsonProperty("body") JsonNode body) {}

    /**
     * What is mailed to whom.
     *
     * @param to addresses
     * @param cc addresses
     * @param subject the mail's subject
     * @param text plain text
     */
    public record Mail(
            @JsonProperty("to") List<String> to,
            @JsonProperty("cc") List<String> cc,
            @JsonProperty("subject") String subject,
            @JsonProperty("text") String text) {}

    /** The same letter under an id of its own, about a build. */
    Letter about(String id, String job, int number) {
        return new Letter(version, id, job, number, to, title, millis, owner, webhook, mail);
    }

    /** What has the same lane is sent one after another. */
    String lane() {
        return mail == null ? owner + "\n" + webhook.url() + "\n" + webhook.urlCredentialsId() : "mail";
    }

    /** For logs: nothing of the address or the text. */
    @Override
    public String toString() {
        return "Letter[" + id + " to " + to + "]";
    }
}
