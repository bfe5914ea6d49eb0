package io.jenkins.plugins.spindelivery.cli.run;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import java.io.File;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command line's account: a context of kubeconfig files. Its id stands in operations' states, so that resumed work
 * finds the cluster that it began on, even when the current context is another one by then.
 *
 * @param context the context's name
 * @param kubeconfigs absolute paths, merged in this order as kubectl does
 */
public record KubeAccount(String context, List<Path> kubeconfigs) {
    private static final String VARIABLE = "KUBECONFIG";

    public KubeAccount {
        kubeconfigs = kubeconfigs.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
    }

    /**
     * The account that a user means.
     *
     * @param kubeconfig the file of {@code --kubeconfig}; {@code null} for what kubectl would take
     * @param context the name of {@code --context}; empty for the current one
     * @param env for {@code KUBECONFIG} and {@code HOME}
     * @param clock tells whether credentials have expired
     * @return the account, with the context's name settled
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the kubeconfig can't be used
     */
    public static KubeAccount find(Path kubeconfig, String context, Map<String, String> env, Clock clock) {
        List<Path> files = kubeconfig != null ? List.of(kubeconfig) : usual(env);
        KubeAccount account = new KubeAccount(context, files);
        return context.isEmpty()
                ? new KubeAccount(account.load(env, clock).getCurrentContext().getName(), files)
                : account;
    }

    /**
     * The client's configuration.
     *
     * @param env what credential programs inherit
     * @param clock tells whether credentials have expired
     * @return the configuration, with credentials
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when the kubeconfig can't be used
     */
    public Config load(Map<String, String> env, Clock clock) {
        if (kubeconfigs.size() == 1) {
            return new Kubeconfigs(Policy.LOCAL, env, clock).load(kubeconfigs.get(0), context);
        }
        Map<String, String> merged = new HashMap<>(env);
        merged.put(VARIABLE, paths());
        return new Kubeconfigs(Policy.LOCAL, merged, clock).loadDefault(context);
    }

    /**
     * The account's id.
     *
     * @return {@code context@file}, with the context encoded as in a URL, for its name may hold anything
     */
    public String id() {
        return URLEncoder.encode(context, StandardCharsets.UTF_8) + "@" + paths();
    }

    /**
     * The account of an id.
     *
     * @param id as {@link #id()} returned it
     * @return the account
     * @throws IllegalArgumentException for any other text
     */
    public static KubeAccount parse(String id) {
        int at = id.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("no account of the command line: " + id);
        }
        return new KubeAccount(
                URLDecoder.decode(id.substring(0, at), StandardCharsets.UTF_8), paths(id.substring(at + 1)));
    }

    private static List<Path> usual(Map<String, String> env) {
        List<Path> named = paths(env.getOrDefault(VARIABLE, ""));
        String home = env.getOrDefault("HOME", env.getOrDefault("USERPROFILE", "."));
        return named.isEmpty() ? List.of(Path.of(home, ".kube", "config")) : named;
    }

    private String paths() {
        return kubeconfigs.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> paths(String list) {
        return Arrays.stream(list.split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }
}
