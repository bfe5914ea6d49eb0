package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The {@code exec} entry of a kubeconfig: a program that prints an {@code ExecCredential}, as kubectl runs it
 * (client.authentication.k8s.io, v1 and v1beta1). What it says on standard error goes to this process's, because it may
 * ask the user to log in somewhere; standard input is empty, because it may hold the manifests.
 */
final class ExecProgram {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final int MAX_BYTES = 1 << 20;
    /** Time for a person to log in through a browser. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Kubeconfig.Entry user;
    private final JsonNode exec;
    private final Map<String, String> environment;
    private final String command;
    private final Duration timeout;

    ExecProgram(Kubeconfig.Entry user, Map<String, String> environment) {
        this(user, environment, TIMEOUT);
    }

    ExecProgram(Kubeconfig.Entry user, Map<String, String> environment, Duration timeout) {
        this.user = user;
        this.exec = user.value().path("exec");
        this.environment = environment;
        this.command = exec.path("command").asText("").strip();
        this.timeout = timeout;
    }

    /**
     * Runs the program.
     *
     * @return what it gave: a token, a certificate with key, or both
     * @throws ProblemException when it can't be started, fails, takes too long or prints something else
     */
    ExecCredential run() {
        if (command.isEmpty()) {
            throw user.problem(Category.INPUT, "kubernetes.kubeconfig-exec-no-command");
        }
        if (exec.path("interactiveMode").asText("").equals("Always")) {
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-interactive", command);
        }
        return credential(output());
    }

    private String output() {
        Process process = start();
        // Reading blocks, so the limit in time is a kill that ends the reading.
        CompletableFuture<Process> exit = process.onExit().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        exit.exceptionally(late -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            return process.destroyForcibly();
        });
        try {
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readNBytes(MAX_BYTES);
            int code = process.waitFor();
            if (exit.isCompletedExceptionally()) {
                throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-timeout", command, timeout.toSeconds());
            }
            if (code != 0) {
                throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-failed", command, code);
            }
            return new String(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            process.destroyForcibly();
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-no-credential", command);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-interrupted", command);
        }
    }

    private Process start() {
        List<String> line = new ArrayList<>();
        line.add(resolved());
        exec.path("args").forEach(argument -> line.add(argument.asText()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        exec.path("env").forEach(variable -> builder.environment()
                .put(variable.path("name").asText(), variable.path("value").asText("")));
        builder.environment().put("KUBERNETES_EXEC_INFO", info());
        try {
            return builder.start();
        } catch (IOException e) {
            String hint = exec.path("installHint").asText("").strip();
            throw hint.isEmpty()
                    ? user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-missing", command)
                    : user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-missing-hint", command, hint);
        }
    }

    /** A command with a slash is relative to the kubeconfig; one without is looked up in the PATH. */
    private String resolved() {
        boolean path = command.contains("/") || command.contains(File.separator);
        return path && user.folder() != null
                ? user.folder().resolve(Path.of(command)).toString()
                : command;
    }

    private String apiVersion() {
        String given = exec.path("apiVersion").asText("");
        return given.isEmpty() ? GROUP + "v1" : given;
    }

    private String info() {
        return JSON.createObjectNode()
                .put("apiVersion", apiVersion())
                .put("kind", "ExecCredential")
                .set("spec", JSON.createObjectNode().put("interactive", false))
                .toString();
    }

    private ExecCredential credential(String output) {
        JsonNode tree = tree(output);
        JsonNode status = tree.path("status");
        String token = textOrNull(status, "token");
        String certificate = encoded(textOrNull(status, "clientCertificateData"));
        String key = encoded(textOrNull(status, "clientKeyData"));
        boolean usable = token != null || (certificate != null && key != null);
        if (!usable || !tree.path("apiVersion").asText("").startsWith(GROUP)) {
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-no-credential", command);
        }
        return new ExecCredential(token, certificate, key, expires(status));
    }

    private Instant expires(JsonNode status) {
        String text = status.path("expirationTimestamp").asText("");
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw user.problem(Category.ACCESS, "kubernetes.kubeconfig-exec-no-credential", command);
        }
    }

    private static JsonNode tree(String output) {
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            // The exception quotes the output, and with it perhaps half a token.
            return MissingNode.getInstance();
        }
    }

    private static String textOrNull(JsonNode status, String key) {
        String text = status.path(key).asText("");
        return text.isEmpty() ? null : text;
    }

    private static String encoded(String pem) {
        return pem == null ? null : Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}
