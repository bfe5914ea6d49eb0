package io.jenkins.plugins.spindelivery.bench;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/**
 * Where the work is done.
 *
 * @param root the project's folder
 * @param folder for inputs
 * @param cluster the Kubernetes that all contestants talk to
 * @param peers the programs to compare with
 * @param quiet waits until the machine has come to rest
 * @param namespaces where each contestant works
 */
record Setting(Path root, Path folder, TestCluster cluster, Peers peers, Quiet quiet, Map<String, String> namespaces) {

    Setting(Path root, Path folder, TestCluster cluster, Peers peers, Quiet quiet) {
        this(root, folder, cluster, peers, quiet, new HashMap<>());
    }

    /** Work in a place of its own. */
    @FunctionalInterface
    interface Task {
        /** Does it. */
        void run(Setting there) throws Exception;
    }

    /**
     * Does something on a cluster that nobody has used. A server slows down with what is on it: with 15,000 Services it
     * takes three times as long to make another.
     */
    void onFreshCluster(Task task) throws Exception {
        TestCluster fresh = TestCluster.own();
        inside(fresh, () -> task.run(new Setting(root, folder, fresh, peers, quiet)));
    }

    /** Does something while a resource of the tests is there. */
    static void inside(TestRule resource, Contestant.Step step) throws Exception {
        Statement statement = new Statement() {
            @Override
            public void evaluate() throws Exception {
                step.run();
            }
        };
        try {
            resource.apply(statement, Description.EMPTY).evaluate();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    Path kubeconfig() {
        return cluster.kubeconfig();
    }

    /** Makes a new namespace for somebody's next runs. */
    void freshNamespace(String who) {
        namespaces.put(who, cluster.newNamespace("bench-" + who));
    }

    /** Somebody's namespace. */
    String namespace(String who) {
        return namespaces.get(who);
    }

    /** Runs our command line as a process of its own. */
    Programs.Written spin(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(root.resolve("standalone/spin").toString()));
        command.addAll(List.of(arguments));
        return Programs.run(root, Map.of("KUBECONFIG", kubeconfig().toString()), command);
    }
}
