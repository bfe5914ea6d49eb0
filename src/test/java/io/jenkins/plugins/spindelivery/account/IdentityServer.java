package io.jenkins.plugins.spindelivery.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.rules.ExternalResource;

/**
 * Answers {@code sts:GetCallerIdentity} and {@code sts:AssumeRole} in place of AWS, and remembers by which key it was
 * asked: emulators take any key for the same user.
 */
public final class IdentityServer extends ExternalResource {
    /** The account that all keys belong to. */
    public static final String ACCOUNT = "123456789012";

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/\\d+/([^/]+)/");

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> roles = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked since the last call of this method, as {@code ACTION KEY REGION [TOKEN]}. */
    public List<String> calls() {
        List<String> all = List.copyOf(calls);
        calls.clear();
        return all;
    }

    /** What the last role was assumed with. */
    public Map<String, String> lastRole() {
        return roles.get(roles.size() - 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> fields = fields(exchange);
        Matcher credential = CREDENTIAL.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        credential.find();
        String key = credential.group(1);
        String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
        String action = fields.get("Action");
        calls.add(action + " " + key + " " + credential.group(2) + (token == null ? "" : " " + token));
        if (key.startsWith("BAD")) {
            send(
                    exchange,
                    403,
                    error("InvalidClientTokenId", "The security token included in the request is invalid."));
        } else if ("AssumeRole".equals(action)) {
            roles.add(fields);
            send(exchange, 200, role(key));
        } else if ("GetCallerIdentity".equals(action)) {
            send(exchange, 200, identity(key));
        } else if ("DescribeAvailabilityZones".equals(action)) {
            send(exchange, 200, zones(credential.group(2)));
        } else {
            send(exchange, 400, error("InvalidAction", "What is " + action + "?"));
        }
    }

    private static Map<String, String> fields(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String identity(String key) {
        return """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                <Arn>arn:aws:iam::%s:user/%s</Arn><UserId>AIDA%s</UserId><Account>%s</Account>
                </GetCallerIdentityResult></GetCallerIdentityResponse>"""
                .formatted(ACCOUNT, key, key, ACCOUNT);
    }

    private static String role(String key) {
        return """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>ROLEOF%s</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
                <SessionToken>role-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>"""
                .formatted(key);
    }

    private static String zones(String region) {
        return """
                <DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                <availabilityZoneInfo><item><zoneName>%sa</zoneName></item><item><zoneName>%sb</zoneName></item>
                </availabilityZoneInfo></DescribeAvailabilityZonesResponse>"""
                .formatted(region, region);
    }

    private static String error(String code, String message) {
        return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"""
                .formatted(code, message);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
