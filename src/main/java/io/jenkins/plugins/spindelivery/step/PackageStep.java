package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** What a bake is told about packages. */
public abstract class PackageStep extends PackerStep {
    private static final long serialVersionUID = 1L;

    private Object packages;
    private String packageType;
    private Object packageArtifacts;
    private String artifactAccount;
    private String packageBucket;
    private boolean allowMissingPackages;

    /**
     * A step that installs nothing.
     *
     * @param account the account's name
     */
    protected PackageStep(String account) {
        super(account);
    }

    /** What is installed: a list, or a text with blanks between them; {@code null} for nothing. */
    @CheckForNull
    public Object getPackages() {
        return packages;
    }

    /** Sets what is installed. */
    @DataBoundSetter
    public void setPackages(Object packages) {
        this.packages = Values.plain(packages);
    }

    /** DEB or RPM; {@code null} when nobody says. */
    @CheckForNull
    public String getPackageType() {
        return packageType;
    }

    /** Sets DEB or RPM. */
    @DataBoundSetter
    public void setPackageType(String packageType) {
        this.packageType = Util.fixEmptyAndTrim(packageType);
    }

    /** Files that are installed, too: a list, or a text with a line for each; {@code null} for none. */
    @CheckForNull
    public Object getPackageArtifacts() {
        return packageArtifacts;
    }

    /** Sets files that are installed, too: URLs, or {@code s3:}, {@code github:} or {@code gitlab:} references. */
    @DataBoundSetter
    public void setPackageArtifacts(Object packageArtifacts) {
        this.packageArtifacts = Values.plain(packageArtifacts);
    }

    /** The AWS account or the server of repositories that has the files; {@code null} when nobody says. */
    @CheckForNull
    public String getArtifactAccount() {
        return artifactAccount;
    }

    /** Sets the AWS account or the server of repositories that has the files. */
    @DataBoundSetter
    public void setArtifactAccount(String artifactAccount) {
        this.artifactAccount = Util.fixEmptyAndTrim(artifactAccount);
    }

    /** Where files of repositories are put for the time of the bake; {@code null} when nobody says. */
    @CheckForNull
    public String getPackageBucket() {
        return packageBucket;
    }

    /** Sets the bucket in which files of repositories are put for the time of the bake. */
    @DataBoundSetter
    public void setPackageBucket(String packageBucket) {
        this.packageBucket = Util.fixEmptyAndTrim(packageBucket);
    }

    /** Whether there need not be a file for each package when there are files at all. */
    public boolean isAllowMissingPackages() {
        return allowMissingPackages;
    }

    /** Sets whether there need not be a file for each package when there are files at all. */
    @DataBoundSetter
    public void setAllowMissingPackages(boolean allowMissingPackages) {
        this.allowMissingPackages = allowMissingPackages;
    }
}
