package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import org.kohsuke.stapler.DataBoundSetter;

/** What a bake is told about a Packer template. */
public abstract class PackerStep extends AwsRegionsStep {
    private static final long serialVersionUID = 1L;

    private String packer;
    private Object packerVars;
    private String packerVarFile;

    /**
     * A step without a template.
     *
     * @param account the account's name
     */
    protected PackerStep(String account) {
        super(account);
    }

    /** The template in the workspace; {@code null} to bake without Packer. */
    @CheckForNull
    public String getPacker() {
        return packer;
    }

    /** Sets the template in the workspace. */
    @DataBoundSetter
    public void setPacker(String packer) {
        this.packer = Util.fixEmptyAndTrim(packer);
    }

    /**
     * Makes sure that the step needs no agent, as a delivery after the build has none.
     *
     * @throws ProblemException when it runs Packer
     */
    public void checkWithoutAgent() {
        if (packer != null) {
            throw new ProblemException(Category.INPUT, Problem.of("step.packer-hand-over", "", packer));
        }
    }

    /** Further variables of the template: a map, or a text with a line for each; {@code null} for none. */
    @CheckForNull
    public Object getPackerVars() {
        return packerVars;
    }

    /** Sets further variables of the template. */
    @DataBoundSetter
    public void setPackerVars(Object packerVars) {
        this.packerVars = Values.plain(packerVars);
    }

    /** A file of variables in the workspace; {@code null} for none. */
    @CheckForNull
    public String getPackerVarFile() {
        return packerVarFile;
    }

    /** Sets a file of variables in the workspace. */
    @DataBoundSetter
    public void setPackerVarFile(String packerVarFile) {
        this.packerVarFile = Util.fixEmptyAndTrim(packerVarFile);
    }
}
