package io.jenkins.plugins.spindelivery.cli.run;

import java.io.File;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line's account: a context of kubeconfig files. Its id stands in operations' states, so that resumed work
 * finds the cluster that it began on, even when the current context is another one by then.
 *
 * @param context the context's name
 * @param kubeconfigs absolute paths, merged in this order
 */
public record KubeAccount(String context, List<Path> kubeconfigs) {

    public KubeAccount {
        kubeconfigs = kubeconfigs.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    /**
     * The account's id.
     *
     * @return {@code context@file}, with the context encoded as in a URL, for its name may hold anything
     */
    public String id() {
        return URLEncoder.encode(context, StandardCharsets.UTF_8) + "@"
                + kubeconfigs.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
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
                URLDecoder.decode(id.substring(0, at), StandardCharsets.UTF_8),
                Arrays.stream(id.substring(at + 1).split(File.pathSeparator))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of)
                        .toList());
    }
}
