package io.jenkins.plugins.spindelivery.trigger;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.util.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;

/** Delivers webhooks, and knows the secret. */
final class Sender {
    static final String ID = "hook";
    private static final String SECRET = "s3cret";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Sender() {}

    static void knownTo(JenkinsRule jenkins) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, ID, "", Secret.fromString(SECRET)));
        provider.save();
    }

    /** A job with a parameter {@code version} and a trigger that runs. */
    static FreeStyleProject job(JenkinsRule jenkins, String name, SpinTrigger trigger) throws IOException {
        FreeStyleProject job = jenkins.createProject(FreeStyleProject.class, name);
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("version", "none")));
        job.addTrigger(trigger);
        trigger.start(job, true);
        job.save();
        return job;
    }

    static HttpRequest.Builder to(JenkinsRule jenkins, String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(jenkins.getURL() + "spin-webhook/" + path))
                .header("Content-Type", "application/json");
    }

    static HttpResponse<String> signed(JenkinsRule jenkins, String path, String body) throws Exception {
        return send(to(jenkins, path).header("X-Hub-Signature-256", signature(body)), body);
    }

    static HttpResponse<String> withToken(JenkinsRule jenkins, String path, String body) throws Exception {
        return send(to(jenkins, path).header("Authorization", SECRET), body);
    }

    static HttpResponse<String> send(HttpRequest.Builder request, String body) throws Exception {
        return CLIENT.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
