package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A call of the AWS API.
 *
 * @param method of HTTP
 * @param target path and query
 * @param headers by their names
 * @param body as it was sent; of the query protocols the {@code parameters} are what counts
 * @param accessKey whose call it is
 * @param account its 12 digits; empty while it is not known
 * @param region such as {@code eu-central-1}
 * @param service the name it is signed for, such as {@code ec2} or {@code elasticloadbalancing}
 * @param name such as {@code RunInstances}
 * @param parameters of the query protocols, such as {@code Filter.1.Name}; empty for others
 */
public record PeerCall(
        String method,
        String target,
        Map<String, List<String>> headers,
        byte[] body,
        String accessKey,
        String account,
        String region,
        String service,
        String name,
        Map<String, String> parameters) {
    private static final Map<String, String> VERSIONS =
            Map.of("ec2", "2016-11-15", "autoscaling", "2011-01-01", "elasticloadbalancing", "2015-12-01");
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,]+)/[^/]+/([^/]+)/([^/]+)/");

    /**
     * Understands a request.
     *
     * @param method of HTTP
     * @param target path and query
     * @param headers any case
     * @param body as it was sent
     * @return the call, of no account yet
     */
    static PeerCall of(String method, String target, Map<String, List<String>> headers, byte[] body) {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        String authorization = header(sorted, "Authorization");
        // What is signed in the URL is for those who have no key.
        Matcher credential = CREDENTIAL.matcher(authorization.isEmpty() ? decode(target) : authorization);
        boolean signed = credential.find();
        String service = signed ? credential.group(3) : "s3";
        Map<String, String> parameters = header(sorted, "Content-Type").startsWith("application/x-www-form-urlencoded")
                ? form(new String(body, StandardCharsets.UTF_8))
                : Map.of();
        return new PeerCall(
                method,
                target,
                sorted,
                body,
                signed ? credential.group(1) : "",
                "",
                signed ? credential.group(2) : "",
                service,
                name(service, method, target, header(sorted, "X-Amz-Target"), parameters),
                parameters);
    }

    private static String name(
            String service, String method, String target, String json, Map<String, String> parameters) {
        if (parameters.containsKey("Action")) {
            return parameters.get("Action");
        }
        if (!json.isEmpty()) {
            return json.substring(json.lastIndexOf('.') + 1);
        }
        return service.equals("s3") ? S3Names.of(method, target) : method;
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String header(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** The same, of an account. */
    PeerCall account(String id) {
        return new PeerCall(method, target, headers, body, accessKey, id, region, service, name, parameters);
    }

    /** The same with other parameters, which take the place of all there were. */
    PeerCall with(Map<String, String> changed) {
        StringBuilder text = new StringBuilder();
        changed.forEach((key, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        byte[] form = text.toString().getBytes(StandardCharsets.UTF_8);
        return new PeerCall(
                method, target, headers, form, accessKey, account, region, service, name, Map.copyOf(changed));
    }

    /** The same with one parameter more, or with another value for it. */
    PeerCall with(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(key, value);
        return with(changed);
    }

    /** The same without some parameters. */
    PeerCall without(Predicate<String> keys) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.keySet().removeIf(keys);
        return with(changed);
    }

    /** Another call of the same service, in the same region. */
    PeerCall ask(String action, Map<String, String> fields) {
        return ask(service, region, action, fields);
    }

    /** Another call of the same account, of a service with a query protocol. */
    PeerCall ask(String otherService, String otherRegion, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Action", action);
        all.put("Version", VERSIONS.get(otherService));
        all.putAll(fields);
        Map<String, List<String>> signed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        signed.put("Content-Type", List.of("application/x-www-form-urlencoded; charset=utf-8"));
        signed.put(
                "Authorization",
                List.of("AWS4-HMAC-SHA256 Credential=" + accessKey + "/20250101/" + otherRegion + "/" + otherService
                        + "/aws4_request, SignedHeaders=host, Signature=peer"));
        return new PeerCall(
                        "POST", "/", signed, body, accessKey, account, otherRegion, otherService, action, parameters)
                .with(all);
    }

    /**
     * A parameter of a query protocol.
     *
     * @param key such as {@code ImageId}
     * @return empty when it was not given
     */
    public String parameter(String key) {
        return parameters.getOrDefault(key, "");
    }

    /**
     * The values of a list, such as {@code InstanceId.1}, {@code InstanceId.2}; or {@code X.member.1}.
     *
     * @param prefix such as {@code InstanceId}
     * @return in their order
     */
    public List<String> list(String prefix) {
        return Stream.of(prefix + ".", prefix + ".member.")
                .flatMap(start -> Stream.iterate(1, i -> i + 1)
                        .map(i -> Optional.ofNullable(parameters.get(start + i)))
                        .takeWhile(Optional::isPresent)
                        .map(Optional::get))
                .toList();
    }

    /**
     * The call as IAM policies name it.
     *
     * @return such as {@code ec2:RunInstances}
     */
    public String action() {
        return (service.equals("monitoring") ? "cloudwatch" : service) + ":" + name;
    }

    /** Whether it is one of these actions. */
    boolean is(String... actions) {
        return List.of(actions).contains(action());
    }

    /** The text of the body. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s in %s %s", action(), region, parameters);
    }
}
