package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes a client configuration of a kubeconfig's context, or says what is wrong with it.
 *
 * <p>fabric8's own reader is not used: it ignores {@code tokenFile}, swallows a failing {@code exec} program and goes on
 * as anonymous, and mixes in system properties, environment variables and the pod's own service account. Here nothing
 * counts but the kubeconfig. That holds for proxies too: only the cluster's {@code proxy-url} counts, because
 * {@code HTTPS_PROXY} is mostly set for downloads and should not see a cluster's traffic by accident.
 */
public final class Kubeconfigs {

    /** Where a kubeconfig comes from decides what it may do on this machine. */
    public enum Policy {
        /** The user's own file on the user's own machine: it may name files and run programs, as for kubectl. */
        LOCAL,
        /** A stored credential: files and programs would be read and run on the controller, so they are refused. */
        CREDENTIAL
    }

    private static final int CONNECT_MILLIS = 10_000;

    private final Policy policy;
    private final Map<String, String> environment;
    private final Clock clock;

    /**
     * Reads kubeconfigs under a policy.
     *
     * @param policy what a kubeconfig may do
     * @param environment the process's environment: {@code KUBECONFIG}, {@code HOME}, and what programs inherit
     * @param clock tells whether certificates and tokens have expired
     */
    public Kubeconfigs(Policy policy, Map<String, String> environment, Clock clock) {
        this.policy = policy;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /**
     * The configuration of a context in a text.
     *
     * @param name names the text in messages, such as the credential's id
     * @param text the kubeconfig in YAML or JSON
     * @param context the context's name; empty for the current one
     * @return the configuration, with credentials and the context's name
     * @throws ProblemException {@code INPUT} when the kubeconfig is wrong, {@code ACCESS} when its credentials can't be
     *     used
     */
    public Config load(String name, String text, String context) {
        Kubeconfig kubeconfig = new Kubeconfig();
        kubeconfig.add(name, null, KubeconfigText.parse(name, text));
        return configuration(kubeconfig, context);
    }

    /**
     * What contexts a text has, whether they can be used or not.
     *
     * @param name names the text in messages
     * @param text the kubeconfig in YAML or JSON
     * @return the contexts' names in the order of the text; the current one is among them or empty
     * @throws ProblemException {@code INPUT} when it is no kubeconfig, or has no contexts
     */
    public static Contexts contexts(String name, String text) {
        Kubeconfig kubeconfig = new Kubeconfig();
        kubeconfig.add(name, null, KubeconfigText.parse(name, text));
        return kubeconfig.contexts();
    }

    /**
     * The names in a kubeconfig.
     *
     * @param names the contexts, in the order of the text
     * @param current the one that counts when none is named; empty without one
     */
    public record Contexts(List<String> names, String current) {
        public Contexts {
            names = List.copyOf(names);
        }
    }

    /**
     * The configuration for a server that is known by its address, under the same rules as one from a kubeconfig.
     *
     * @param name names the account in messages
     * @param server the API server's URL
     * @param authority certificates in PEM that the server's has to be signed by; empty for those that Java trusts
     * @param token a bearer token, such as that of a service account
     * @return the configuration, with the credential
     * @throws ProblemException as {@link #load(String, String, String)}
     */
    public Config server(String name, String server, String authority, String token) {
        Kubeconfig kubeconfig = new Kubeconfig();
        kubeconfig.add("", null, ServerTree.of(name, server, authority, token));
        return configuration(kubeconfig, name);
    }

    /**
     * Makes sure that a text holds certificates, as {@link #server} wants them.
     *
     * @param authority certificates in PEM
     * @throws ProblemException {@code INPUT} when it does not
     */
    public static void checkAuthority(String authority) {
        Kubeconfig kubeconfig = new Kubeconfig();
        kubeconfig.add("", null, ServerTree.of("server", "", authority, ""));
        Kubeconfig.Entry cluster = kubeconfig.cluster(kubeconfig.context("server"));
        Certificates.check(cluster, "certificate-authority", cluster.text("certificate-authority-data"));
    }

    /**
     * The configuration of a context in a file.
     *
     * @param file the kubeconfig
     * @param context the context's name; empty for the current one
     * @return the configuration, with credentials
     * @throws ProblemException as {@link #load(String, String, String)}, and when the file is missing or unreadable
     */
    public Config load(Path file, String context) {
        return configuration(merged(List.of(file)), context);
    }

    /**
     * The configuration of a context as kubectl finds it: the files of {@code KUBECONFIG} merged, those that do not
     * exist left out, or else {@code .kube/config} in the home folder.
     *
     * @param context the context's name; empty for the current one
     * @return the configuration, with credentials
     * @throws ProblemException as {@link #load(Path, String)}
     */
    public Config loadDefault(String context) {
        List<Path> files = defaultFiles();
        List<Path> present = files.stream().filter(Files::exists).toList();
        if (present.isEmpty()) {
            String looked = String.join(", ", files.stream().map(Path::toString).toList());
            throw new ProblemException(Category.INPUT, Problem.of("kubernetes.kubeconfig-none", "", looked));
        }
        return configuration(merged(present), context);
    }

    private List<Path> defaultFiles() {
        String variable = environment.getOrDefault("KUBECONFIG", "");
        List<Path> named = Arrays.stream(variable.split(File.pathSeparator))
                .filter(file -> !file.isBlank())
                .map(Path::of)
                .toList();
        if (!named.isEmpty()) {
            return named;
        }
        String home = environment.getOrDefault("HOME", environment.getOrDefault("USERPROFILE", "."));
        return List.of(Path.of(home, ".kube", "config"));
    }

    private static Kubeconfig merged(List<Path> files) {
        Kubeconfig kubeconfig = new Kubeconfig();
        for (Path file : files) {
            String name = file.toString();
            String text = LocalFiles.kubeconfig(file);
            kubeconfig.add(name, file.toAbsolutePath().getParent(), KubeconfigText.parse(name, text));
        }
        return kubeconfig;
    }

    private Config configuration(Kubeconfig kubeconfig, String wanted) {
        Kubeconfig.Entry context = kubeconfig.context(wanted == null ? "" : wanted);
        Kubeconfig.Entry cluster = kubeconfig.cluster(context);
        Kubeconfig.Entry user = kubeconfig.user(context);
        ConfigBuilder builder = new ConfigBuilder(Config.empty());
        builder.withAutoConfigure(false)
                .withCurrentContext(
                        new NamedContextBuilder().withName(context.name()).build())
                .withUserAgent("spin-delivery")
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withNamespace(context.has("namespace") ? context.text("namespace") : "default");
        new ClusterSettings(policy, cluster).apply(builder);
        new UserSettings(policy, user, environment, clock).apply(builder);
        return builder.build();
    }
}
