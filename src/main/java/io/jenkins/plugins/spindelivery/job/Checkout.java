package io.jenkins.plugins.spindelivery.job;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import jenkins.security.HMACConfidentialKey;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.scm.GenericSCMStep;

/** A file of a repository that can only be had by a checkout: on the controller, as Pipelines' scripts are got. */
final class Checkout {
    /** Between tries, as many as Jenkins' setting for checkouts says. */
    private static final int RETRY_SECONDS = 10;

    /** So that one repository can't be made to lie where another one is expected. */
    private static final HMACConfidentialKey FOLDER = new HMACConfidentialKey(Checkout.class, "folder", 32);

    private final WorkflowRun run;
    private final SCM scm;
    private final TaskListener listener;

    Checkout(WorkflowRun run, SCM scm, TaskListener listener) {
        this.run = run;
        this.scm = scm;
        this.listener = listener;
    }

    /**
     * Checks out and reads.
     *
     * @param file a path within the repository
     * @param most how many bytes to read at most
     * @return the file's content
     */
    byte[] read(String file, int most) throws IOException, InterruptedException {
        Node node = Jenkins.get();
        FilePath workspace = node.getWorkspaceFor(run.getParent());
        Computer computer = node.toComputer();
        if (workspace == null || computer == null) {
            throw new AbortException(Problem.of("job.scm-offline", "").message());
        }
        String suffix = System.getProperty(WorkspaceList.class.getName(), "@") + "script";
        FilePath folder = workspace.withSuffix(suffix).child(FOLDER.mac(scm.getKey()));
        try (WorkspaceList.Lease lease = computer.getWorkspaceList().acquire(folder)) {
            listener.getLogger()
                    .println(Problem.of("job.scm-checkout", "", file, scm.getKey())
                            .message());
            checkout(node, lease.path);
            return content(lease.path, file, most);
        }
    }

    private void checkout(Node node, FilePath folder) throws IOException, InterruptedException {
        GenericSCMStep step = new GenericSCMStep(scm);
        step.setPoll(true);
        step.setChangelog(true);
        for (int left = Jenkins.get().getScmCheckoutRetryCount(); ; left--) {
            try {
                step.checkout(run, folder, listener, node.createLauncher(listener));
                return;
            } catch (InterruptedException | InterruptedIOException e) {
                throw e;
            } catch (Exception e) {
                if (left <= 0) {
                    throw e instanceof IOException failed ? failed : new IOException(e);
                }
                listener.error(String.valueOf(e.getMessage()));
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            }
        }
    }

    private byte[] content(FilePath folder, String file, int most) throws IOException, InterruptedException {
        FilePath found = folder.child(file);
        if (!found.exists() || found.isDirectory()) {
            throw new ProblemException(Category.INPUT, Problem.of("job.scm-no-file", "", file, scm.getKey()));
        }
        // A link may lead anywhere on the controller.
        Path real = Path.of(found.getRemote()).toRealPath();
        if (!real.startsWith(Path.of(folder.getRemote()).toRealPath())) {
            throw new ProblemException(Category.INPUT, Problem.of("job.scm-path", "", file));
        }
        try (InputStream in = found.read()) {
            return in.readNBytes(most);
        }
    }
}
