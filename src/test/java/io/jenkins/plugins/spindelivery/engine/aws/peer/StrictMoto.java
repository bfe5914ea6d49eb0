package io.jenkins.plugins.spindelivery.engine.aws.peer;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.rules.ExternalResource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A moto of the test class's own whose authorization is switched on: it checks keys, signatures and the policies of its
 * users as IAM does. All accounts of a moto have it or none, so it can't be {@link AwsPeer#shared()}; and nothing stands
 * before it, because what was signed would not be what it sees.
 */
public final class StrictMoto extends ExternalResource {
    private static final String REGION = PeerAccount.REGION;
    // moto counts calls, and checks those after this number.
    private static final String NEVER = "1000000";
    private static final String AT_ONCE = "0";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Moto moto;

    @Override
    protected void before() throws Throwable {
        moto = Moto.start();
    }

    @Override
    protected void after() {
        if (moto != null) {
            moto.close();
        }
    }

    /**
     * Makes a user, and switches authorization on.
     *
     * @param name what the user is called
     * @param actions what the user may do, such as {@code ec2:Describe*}; nothing else
     * @return connects as this user
     */
    public AwsSettings user(String name, String... actions) throws IOException {
        authorize(NEVER);
        iam(Map.of("Action", "CreateUser", "UserName", name));
        String list =
                List.of(actions).stream().map(action -> '"' + action + '"').collect(Collectors.joining(","));
        iam(Map.of(
                "Action",
                "PutUserPolicy",
                "UserName",
                name,
                "PolicyName",
                "may",
                "PolicyDocument",
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + list
                        + "],\"Resource\":\"*\"}]}"));
        String key = iam(Map.of("Action", "CreateAccessKey", "UserName", name));
        authorize(AT_ONCE);
        return settings(element("AccessKeyId", key), element("SecretAccessKey", key));
    }

    /**
     * Connects with a key that need not be anybody's.
     *
     * @param accessKey its id
     * @param secret what signs
     * @return an account with the usual region alone
     */
    public AwsSettings settings(String accessKey, String secret) {
        return new AwsSettings(
                PeerAccount.NAME,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret)),
                "",
                "",
                List.of(REGION),
                URI.create(moto.address()));
    }

    private void authorize(String after) throws IOException {
        post("/moto-api/reset-auth", "text/plain", after, "");
    }

    private String iam(Map<String, String> call) throws IOException {
        Map<String, String> all = new TreeMap<>(call);
        all.put("Version", "2010-05-08");
        String form = all.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        // While nothing is checked, this serves to say which service is meant.
        return post(
                "/",
                "application/x-www-form-urlencoded",
                form,
                "AWS4-HMAC-SHA256 Credential=ROOT/20200101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
    }

    private String post(String path, String type, String body, String authorization) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(moto.address() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException("moto answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String element(String name, String xml) throws IOException {
        Matcher found = Pattern.compile("<" + name + ">([^<]+)</").matcher(xml);
        if (!found.find()) {
            throw new IOException("no " + name + " in " + xml);
        }
        return found.group(1);
    }
}
