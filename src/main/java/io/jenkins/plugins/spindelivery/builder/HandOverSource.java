package io.jenkins.plugins.spindelivery.builder;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.delivery.ContextSource;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** A build that has ended, whose stages go on. Its workspace is not its own any more. */
final class HandOverSource implements ContextSource {
    private final Run<?, ?> run;
    private final String user;
    private final TaskListener log;

    /**
     * A build.
     *
     * @param run the build
     * @param user as whom it ran; {@code null} for SYSTEM
     * @param log where its delivery is told of
     */
    HandOverSource(Run<?, ?> run, String user, TaskListener log) {
        this.run = run;
        this.user = user;
        this.log = log;
    }

    @Override
    public Owner owner() {
        return Owner.HAND_OVER;
    }

    @Override
    public Run<?, ?> run() {
        return run;
    }

    @Override
    public String nodeId() {
        return "";
    }

    @Override
    public TaskListener listener() {
        return log;
    }

    @Override
    public EnvVars environment() throws IOException, InterruptedException {
        return run.getEnvironment(log);
    }

    @Override
    public StageContext.WorkspaceSource workspace() {
        return Optional::empty;
    }

    @Override
    public Authentication authentication() {
        if (user == null) {
            return ACL.SYSTEM2;
        }
        if (user.equals(Jenkins.ANONYMOUS2.getName())) {
            return Jenkins.ANONYMOUS2;
        }
        try {
            User found = User.getById(user, false);
            if (found != null) {
                return found.impersonate2();
            }
        } catch (UsernameNotFoundException e) {
            // Said below.
        }
        throw new ProblemException(Category.ACCESS, Problem.of("builder.hand-over-user", "", user));
    }
}
