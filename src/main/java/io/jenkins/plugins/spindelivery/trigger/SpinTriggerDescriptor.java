package io.jenkins.plugins.spindelivery.trigger;

import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.TriggerDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a trigger. Checks tell nothing to those who may not see the job's configuration. */
public abstract class SpinTriggerDescriptor extends TriggerDescriptor {

    @Override
    public boolean isApplicable(Item item) {
        return item instanceof Job && item instanceof ParameterizedJob;
    }

    /**
     * Checks what parameters are made of.
     *
     * @param item the job
     * @param value the lines
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckParameters(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, () -> ParameterRules.of(Util.fixNull(value)));
    }

    /**
     * Checks as whom builds act.
     *
     * @param item the job
     * @param value a user's id
     * @return an error when the reader may not set that
     */
    @POST
    public FormValidation doCheckRunAs(@AncestorInPath Item item, @QueryParameter String value) {
        String user = Util.fixNull(value).strip();
        String me = Jenkins.getAuthentication2().getName();
        boolean may = user.isEmpty() || user.equals(me) || Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        return !FormAccess.maySee(item) || may
                ? FormValidation.ok()
                : FormValidation.error(Words.of("trigger.run-as-refused", user, me));
    }

    /** Runs a check for those who may see the configuration. */
    static FormValidation checked(Item item, Runnable check) {
        if (FormAccess.maySee(item)) {
            try {
                check.run();
            } catch (ProblemException e) {
                return errors(e);
            }
        }
        return FormValidation.ok();
    }

    /** Problems as a form shows them. */
    static FormValidation errors(ProblemException e) {
        return FormValidation.aggregate(e.problems().stream()
                .map(problem -> FormValidation.error(problem.message(LocaleProvider.getLocale())))
                .toList());
    }
}
