package io.jenkins.plugins.spindelivery.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.init.InitMilestone;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.triggers.Trigger;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.kohsuke.stapler.DataBoundSetter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;

/**
 * Starts a job for what happened outside, once for each event, with {@code ${trigger.…}} and parameters of what
 * happened. It names credentials by their ids and holds nothing secret.
 */
public abstract class SpinTrigger extends Trigger<Job<?, ?>> {
    private static final Logger LOGGER = Logger.getLogger(SpinTrigger.class.getName());

    private String parameters = "";
    private String runAs = "";

    /** A trigger without a schedule. */
    protected SpinTrigger() {}

    /**
     * A trigger that runs by a schedule.
     *
     * @param spec in Jenkins' cron syntax
     */
    protected SpinTrigger(String spec) {
        super(spec);
    }

    /**
     * What parameters are made of.
     *
     * @return lines {@code NAME=$.path} or {@code NAME=detail}
     */
    @NonNull
    public String getParameters() {
        return parameters;
    }

    /**
     * Sets what parameters are made of.
     *
     * @param parameters a line for each: {@code NAME=$.json.path} of the payload, or {@code NAME=tag} and other details
     */
    @DataBoundSetter
    public void setParameters(String parameters) {
        this.parameters = Util.fixNull(parameters).strip();
    }

    /**
     * As whom builds act where an account is limited to people.
     *
     * @return a user's id; empty for nobody
     */
    @NonNull
    public String getRunAs() {
        return runAs;
    }

    /**
     * Sets as whom builds act.
     *
     * @param runAs a user's id; empty or {@code null} for nobody
     * @throws AccessDeniedException when the current user is neither this one nor an administrator. Scripts of
     *     Pipelines, which anybody may write who may write to the repository, can't set it
     */
    @DataBoundSetter
    public void setRunAs(String runAs) {
        String user = Util.fixNull(runAs).strip();
        Authentication me = Jenkins.getAuthentication2();
        boolean starting = Jenkins.get().getInitLevel().compareTo(InitMilestone.COMPLETED) < 0;
        if (!user.isEmpty() && !starting && (ACL.SYSTEM2.equals(me) || !maySet(me, user))) {
            throw new AccessDeniedException(Words.of("trigger.run-as-refused", user, me.getName()));
        }
        this.runAs = user;
    }

    private static boolean maySet(Authentication me, String user) {
        return ACL.SYSTEM2.equals(me)
                || (!ACL.isAnonymous2(me) && me.getName().equals(user))
                || Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /**
     * Checks what came as XML: at Jenkins' start nobody is there, else somebody sends it.
     *
     * @return this trigger
     */
    @Override
    protected Object readResolve() throws java.io.ObjectStreamException {
        parameters = Util.fixNull(parameters);
        runAs = Util.fixNull(runAs);
        if (!runAs.isEmpty() && !maySet(Jenkins.getAuthentication2(), runAs)) {
            LOGGER.log(
                    Level.WARNING,
                    "A trigger that runs as {0} was not taken over from {1}, who is neither",
                    new Object[] {runAs, Jenkins.getAuthentication2().getName()});
            runAs = "";
        }
        return super.readResolve();
    }

    /**
     * The parameters for an event.
     *
     * @param event what happened
     * @return by name
     * @throws ProblemException when the rules are unusable, or a path finds too much
     */
    Map<String, String> parametersOf(Event event) {
        return ParameterRules.of(parameters).parameters(event);
    }

    /** The job; {@code null} before the trigger was started. */
    Job<?, ?> job() {
        return job;
    }

    /** Whether the job is still there and has this very trigger: configurations are replaced, jobs are deleted. */
    boolean isCurrent() {
        if (job == null) {
            return false;
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item there = Jenkins.get().getItemByFullName(job.getFullName());
            return there == job
                    && job instanceof ParameterizedJob<?, ?> startable
                    && startable.getTriggers().containsValue(this);
        }
    }

    @Override
    public void start(Job<?, ?> project, boolean newInstance) {
        super.start(project, newInstance);
        Listening.get().add(this);
    }

    @Override
    public void stop() {
        Listening.get().remove(this);
        super.stop();
    }

    @Override
    public SpinTriggerDescriptor getDescriptor() {
        return (SpinTriggerDescriptor) super.getDescriptor();
    }
}
