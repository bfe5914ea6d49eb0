package demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the demo was asked for.
 *
 * @param kubeconfig the user's own cluster; {@code null} for a test cluster
 * @param context the kubeconfig's context; empty for the current one
 * @param images what stands for the service's images on the user's own cluster
 * @param yes whether nobody is asked
 */
record Options(Path kubeconfig, String context, Images images, boolean yes) {
    private static final String PULLABLE = "registry.k8s.io/pause:3.9,registry.k8s.io/pause:3.10";

    /** Wrong use of the demo. */
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message + " See: ./dev demo --help");
        }
    }

    /**
     * Reads the arguments.
     *
     * @param arguments as the shell gives them
     * @return the options
     * @throws Wrong when they are not as {@code demo/run --help} says
     */
    static Options parse(String[] arguments) {
        Path kubeconfig = null;
        String context = "";
        String images = null;
        boolean yes = false;
        Iterator<String> rest = split(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--kubeconfig" -> kubeconfig = Path.of(value(argument, rest));
                case "--context" -> context = value(argument, rest);
                case "--images" -> images = value(argument, rest);
                case "--yes" -> yes = true;
                default -> throw new Wrong(argument + " is not expected here.");
            }
        }
        if (kubeconfig == null && (!context.isEmpty() || images != null)) {
            throw new Wrong("--context and --images are for a cluster of your own: give --kubeconfig too.");
        }
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new Wrong("There is no kubeconfig " + kubeconfig + " that can be read.");
        }
        Images used = kubeconfig == null ? Images.ofTestCluster() : Images.pullable(images == null ? PULLABLE : images);
        return new Options(kubeconfig, context, used, yes);
    }

    /** Takes flags and their values apart that are written as one: {@code --context=NAME}. */
    private static List<String> split(String[] arguments) {
        return Stream.of(arguments)
                .flatMap(argument ->
                        Stream.of(argument.startsWith("--") ? argument.split("=", 2) : new String[] {argument}))
                .toList();
    }

    private static String value(String flag, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new Wrong(flag + " needs a value.");
        }
        return rest.next();
    }
}
