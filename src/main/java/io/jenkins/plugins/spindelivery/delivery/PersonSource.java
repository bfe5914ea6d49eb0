package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** A person who began a stage on a page, and the build with which the stage is kept. */
final class PersonSource implements ContextSource {
    private final Run<?, ?> run;
    private final String user;

    /**
     * A person.
     *
     * @param run the build with which the stage is kept
     * @param user the person's id; empty for a stage that has begun already, which asks nobody any more
     */
    PersonSource(Run<?, ?> run, String user) {
        this.run = run;
        this.user = user;
    }

    @Override
    public Owner owner() {
        return Owner.PERSON;
    }

    @Override
    public Run<?, ?> run() {
        return run;
    }

    @Override
    public String nodeId() {
        return "";
    }

    /** Nothing: the build's log is closed, and the Delivery page tells it all. */
    @Override
    public TaskListener listener() {
        return TaskListener.NULL;
    }

    @Override
    public EnvVars environment() {
        return new EnvVars();
    }

    @Override
    public StageContext.WorkspaceSource workspace() {
        return Optional::empty;
    }

    @Override
    public Authentication authentication() {
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
        throw new ProblemException(Category.ACCESS, Problem.of("delivery.person-unknown", "", user));
    }
}
