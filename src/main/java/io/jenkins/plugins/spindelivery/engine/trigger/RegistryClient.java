package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.GuardedHttp;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a registry for the tags of one repository and for their digests, by the distribution specification
 * ({@code /v2/…}), with the token that the registry's answer 401 says how to get. For one look.
 */
public final class RegistryClient {
    /** How many pages of tags are read; registries give 100 tags and more on each. */
    private static final int MAX_PAGES = 100;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final Pattern PARAMETER = Pattern.compile("(\\w{1,20})=\"([^\"]{0,1000})\"");
    private static final String MANIFESTS = "application/vnd.oci.image.index.v1+json,"
            + "application/vnd.oci.image.manifest.v1+json,"
            + "application/vnd.docker.distribution.manifest.list.v2+json,"
            + "application/vnd.docker.distribution.manifest.v2+json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GuardedHttp http;
    private final URI registry;
    private final String repository;
    private final String basic;
    private String authorization = "";

    /**
     * A client.
     *
     * @param http asks
     * @param registry {@code https://HOST}, with a port if it has one
     * @param repository such as {@code devops/gateway}
     * @param user a user's name; empty to ask as anybody
     * @param password the password or token
     */
    public RegistryClient(GuardedHttp http, URI registry, String repository, String user, String password) {
        this.http = http;
        this.registry = registry;
        this.repository = repository;
        this.basic = user.isEmpty()
                ? ""
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * All tags.
     *
     * @return in the registry's order
     * @throws ProblemException when the registry does not give them, or there are more than 100 pages
     */
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        Optional<URI> page = Optional.of(registry.resolve("/v2/" + repository + "/tags/list?n=1000"));
        for (int pages = 0; page.isPresent(); pages++) {
            if (pages == MAX_PAGES) {
                throw SafePattern.input("", "trigger.tags-many", repository, MAX_PAGES);
            }
            URI at = page.get();
            HttpResponse<byte[]> answer = authorized("GET", at, "application/json");
            tags.addAll(RegistryTags.page(object(answer)));
            page = RegistryTags.next(at, answer.headers().firstValue("Link").orElse(null));
        }
        return tags;
    }

    /**
     * What a tag stands for.
     *
     * @param tag the tag
     * @return such as {@code sha256:…}; empty when the registry does not say
     * @throws ProblemException when the registry does not answer
     */
    public String digest(String tag) {
        String name = URLEncoder.encode(tag, StandardCharsets.UTF_8);
        URI url = registry.resolve("/v2/" + repository + "/manifests/" + name);
        return authorized("HEAD", url, MANIFESTS)
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElse("");
    }

    private HttpResponse<byte[]> authorized(String method, URI url, String accept) {
        HttpResponse<byte[]> answer = ask(method, url, accept);
        if (answer.statusCode() == UNAUTHORIZED) {
            // Also when a token is too old: a look may take longer than a token lasts.
            authorization =
                    authorize(answer.headers().firstValue("WWW-Authenticate").orElse(""));
            answer = ask(method, url, accept);
        }
        if (answer.statusCode() != OK) {
            throw SafePattern.input(
                    "", "trigger.registry-status", registry.getAuthority(), repository, answer.statusCode());
        }
        return answer;
    }

    private HttpResponse<byte[]> ask(String method, URI url, String accept) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", accept);
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return http.ask(method, url, headers);
    }

    /** The token specification of distribution: the realm is asked for a token, with the user's name and password. */
    private String authorize(String challenge) {
        if (challenge.regionMatches(true, 0, "Basic", 0, 5) && !basic.isEmpty()) {
            return basic;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        if (!challenge.regionMatches(true, 0, "Bearer", 0, 6) || !parameters.containsKey("realm")) {
            throw denied();
        }
        HttpResponse<byte[]> answer =
                http.ask("GET", realm(parameters), basic.isEmpty() ? Map.of() : Map.of("Authorization", basic));
        if (answer.statusCode() != OK) {
            throw denied();
        }
        ObjectNode body = object(answer);
        String token = Payload.text(body, "token");
        String other = Payload.text(body, "access_token");
        if (token.isEmpty() && other.isEmpty()) {
            throw denied();
        }
        return "Bearer " + (token.isEmpty() ? other : token);
    }

    private URI realm(Map<String, String> parameters) {
        String scope = parameters.getOrDefault("scope", "repository:" + repository + ":pull");
        try {
            String realm = parameters.get("realm");
            URI url = URI.create(realm + (realm.contains("?") ? "&" : "?") + "service="
                    + encoded(parameters.getOrDefault("service", "")) + "&scope=" + encoded(scope));
            // A password that was meant for TLS must not leave it.
            if (!"https".equals(url.getScheme()) && "https".equals(registry.getScheme())) {
                throw denied();
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw denied();
        }
    }

    private ProblemException denied() {
        return SafePattern.input("", "trigger.registry-denied", registry.getAuthority(), repository);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ObjectNode object(HttpResponse<byte[]> answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // The answer is quoted nowhere: it may hold a token.
        }
        throw SafePattern.input("", "trigger.tags-page", "tags");
    }
}
