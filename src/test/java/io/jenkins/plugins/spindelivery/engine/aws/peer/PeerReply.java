package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What is answered to a call.
 *
 * @param status of HTTP; 0 when the connection closes without an answer
 * @param headers by their names
 * @param body as it is sent
 */
record PeerReply(int status, Map<String, List<String>> headers, byte[] body) {
    /** The connection closes and the client never learns what became of its call. */
    static final PeerReply LOST = new PeerReply(0, Map.of(), new byte[0]);

    private static final int BAD_REQUEST = 400;

    /** An answer in XML. */
    static PeerReply xml(String text) {
        return new PeerReply(200, Map.of("Content-Type", List.of("text/xml")), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer of a query protocol that says no more than that it is done. */
    static PeerReply empty(PeerCall call) {
        String name = call.name();
        return xml("<" + name + "Response><" + name + "Result/><ResponseMetadata><RequestId>peer</RequestId>"
                + "</ResponseMetadata></" + name + "Response>");
    }

    /** An answer in JSON. */
    static PeerReply json(String text) {
        return new PeerReply(
                200,
                Map.of("Content-Type", List.of("application/x-amz-json-1.1")),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** What AWS says to what it refuses, with HTTP status 400. */
    static PeerReply refused(PeerCall call, String code, String message) {
        return error(call, BAD_REQUEST, code, message);
    }

    /**
     * An error in the words of the service that was called.
     *
     * @param call what it answers
     * @param status of HTTP
     * @param code such as {@code InvalidAMIID.NotFound}
     * @param message for people
     */
    static PeerReply error(PeerCall call, int status, String code, String message) {
        String words = "<Code>" + Xml.escape(code) + "</Code><Message>" + Xml.escape(message) + "</Message>";
        PeerReply ok =
                switch (call.service()) {
                    case "ec2" -> xml("<Response><Errors><Error>" + words
                            + "</Error></Errors><RequestID>peer</RequestID></Response>");
                    case "s3" -> xml("<Error>" + words + "<RequestId>peer</RequestId></Error>");
                    case "ssm" -> json("{\"__type\":" + Json.quote(code) + ",\"message\":" + Json.quote(message) + "}");
                    default -> xml("<ErrorResponse><Error><Type>" + (status < 500 ? "Sender" : "Receiver") + "</Type>"
                            + words + "</Error><RequestId>peer</RequestId></ErrorResponse>");
                };
        return new PeerReply(status, ok.headers(), ok.body());
    }

    boolean lost() {
        return status == 0;
    }

    boolean ok() {
        return status >= 200 && status < 300;
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The same with another body. */
    PeerReply text(String text) {
        return new PeerReply(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }
}
