package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** The fields of {@link SpinWebhookStep}, named as those of Spinnaker's stage where it has them. */
public abstract class WebhookFields extends StageStep {
    private static final long serialVersionUID = 1L;

    private final String url;
    private String method;
    private Object payload;
    private Object headers;
    private String credentialsId;
    private String credentialHeader;
    private boolean waitForCompletion;
    private String statusUrlResolution;
    private String statusUrlJsonPath;
    private String statusUrl;
    private String statusJsonPath;
    private String progressJsonPath;
    private Object successStatuses;
    private Object canceledStatuses;
    private Object terminalStatuses;
    private Object failFastStatusCodes;
    private Object retries;
    private String waitBeforeMonitor;
    private boolean monitorOnly;
    private String cancelUrl;
    private String cancelMethod;
    private Object cancelPayload;
    private boolean repeatUnanswered;
    private String timeout;

    /**
     * A call with all defaults.
     *
     * @param url where to
     */
    protected WebhookFields(String url) {
        super("");
        this.url = Util.fixNull(url).strip();
    }

    /** The URL that is called; empty when there is only something to wait for. */
    public String getUrl() {
        return url;
    }

    /** The method; {@code null} for {@code POST}. */
    @CheckForNull
    public Object getMethod() {
        return method;
    }

    /** Sets the method. */
    @DataBoundSetter
    public void setMethod(Object method) {
        this.method = Values.text(method, "POST");
    }

    /** What is sent: a map, a list, or a text; {@code null} for nothing. */
    @CheckForNull
    public Object getPayload() {
        return payload;
    }

    /** Gives what is sent. */
    @DataBoundSetter
    public void setPayload(Object payload) {
        this.payload = Values.plain(payload);
    }

    /** Headers by name; {@code null} for none. */
    @CheckForNull
    public Object getHeaders() {
        return headers;
    }

    /** Gives headers: a map, or a text of {@code NAME=VALUE} lines. */
    @DataBoundSetter
    public void setHeaders(Object headers) {
        this.headers = Values.plain(headers);
    }

    /** The credential that proves one's identity; {@code null} for none. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Names a secret text, or a user name with password. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The header that carries the credential; {@code null} for {@code Authorization}. */
    @CheckForNull
    public Object getCredentialHeader() {
        return credentialHeader;
    }

    /** Sets the header that carries the credential. */
    @DataBoundSetter
    public void setCredentialHeader(Object credentialHeader) {
        this.credentialHeader = Values.text(credentialHeader, "Authorization");
    }

    /** Whether to look at a status until it has come to an end. */
    public boolean isWaitForCompletion() {
        return waitForCompletion;
    }

    /** Waits for an end, or ends with the answer. */
    @DataBoundSetter
    public void setWaitForCompletion(boolean waitForCompletion) {
        this.waitForCompletion = waitForCompletion;
    }

    /** Where the status is; {@code null} for the URL that is called. */
    @CheckForNull
    public Object getStatusUrlResolution() {
        return statusUrlResolution;
    }

    /** Chooses it: {@code getMethod}, {@code locationHeader} or {@code webhookResponse}. */
    @DataBoundSetter
    public void setStatusUrlResolution(Object statusUrlResolution) {
        this.statusUrlResolution = Values.text(statusUrlResolution, "getMethod");
    }

    /** Where the URL of the status is in the answer; {@code null} for nowhere. */
    @CheckForNull
    public String getStatusUrlJsonPath() {
        return statusUrlJsonPath;
    }

    /** Sets a JSONPath. */
    @DataBoundSetter
    public void setStatusUrlJsonPath(String statusUrlJsonPath) {
        this.statusUrlJsonPath = Util.fixEmptyAndTrim(statusUrlJsonPath);
    }

    /** The URL of the status when the answer does not give it; {@code null} for none. */
    @CheckForNull
    public String getStatusUrl() {
        return statusUrl;
    }

    /** Sets the URL of the status. */
    @DataBoundSetter
    public void setStatusUrl(String statusUrl) {
        this.statusUrl = Util.fixEmptyAndTrim(statusUrl);
    }

    /** Where the status is; {@code null} when the first good answer is the end. */
    @CheckForNull
    public String getStatusJsonPath() {
        return statusJsonPath;
    }

    /** Sets a JSONPath. */
    @DataBoundSetter
    public void setStatusJsonPath(String statusJsonPath) {
        this.statusJsonPath = Util.fixEmptyAndTrim(statusJsonPath);
    }

    /** Where that is which is told meanwhile; {@code null} for nothing. */
    @CheckForNull
    public String getProgressJsonPath() {
        return progressJsonPath;
    }

    /** Sets a JSONPath. */
    @DataBoundSetter
    public void setProgressJsonPath(String progressJsonPath) {
        this.progressJsonPath = Util.fixEmptyAndTrim(progressJsonPath);
    }

    /** Words of the status for a good end. */
    @CheckForNull
    public Object getSuccessStatuses() {
        return successStatuses;
    }

    /** Gives them: a text with commas, or a list. */
    @DataBoundSetter
    public void setSuccessStatuses(Object successStatuses) {
        this.successStatuses = Values.plain(successStatuses);
    }

    /** Words of the status for an end that somebody wanted. */
    @CheckForNull
    public Object getCanceledStatuses() {
        return canceledStatuses;
    }

    /** Gives them: a text with commas, or a list. */
    @DataBoundSetter
    public void setCanceledStatuses(Object canceledStatuses) {
        this.canceledStatuses = Values.plain(canceledStatuses);
    }

    /** Words of the status for a bad end. */
    @CheckForNull
    public Object getTerminalStatuses() {
        return terminalStatuses;
    }

    /** Gives them: a text with commas, or a list. */
    @DataBoundSetter
    public void setTerminalStatuses(Object terminalStatuses) {
        this.terminalStatuses = Values.plain(terminalStatuses);
    }

    /** Statuses of HTTP that are the end at once. */
    @CheckForNull
    public Object getFailFastStatusCodes() {
        return failFastStatusCodes;
    }

    /** Gives them: a text with commas, or a list. */
    @DataBoundSetter
    public void setFailFastStatusCodes(Object failFastStatusCodes) {
        this.failFastStatusCodes = Values.plain(failFastStatusCodes);
    }

    /** How often a status of HTTP may come before it is the end, by status. */
    @CheckForNull
    public Object getRetries() {
        return retries;
    }

    /** Gives them: a map, or a text of {@code STATUS=NUMBER} lines. */
    @DataBoundSetter
    public void setRetries(Object retries) {
        this.retries = Values.plain(retries);
    }

    /** How long to wait before the first look; {@code null} for not at all. */
    @CheckForNull
    public Object getWaitBeforeMonitor() {
        return waitBeforeMonitor;
    }

    /** Sets it, as {@code 30s} or in seconds. */
    @DataBoundSetter
    public void setWaitBeforeMonitor(Object waitBeforeMonitor) {
        this.waitBeforeMonitor = Values.text(waitBeforeMonitor, "0");
    }

    /** Whether nothing is called, and only waited. */
    public boolean isMonitorOnly() {
        return monitorOnly;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setMonitorOnly(boolean monitorOnly) {
        this.monitorOnly = monitorOnly;
    }

    /** The URL that stops what was begun; {@code null} for none. */
    @CheckForNull
    public String getCancelUrl() {
        return cancelUrl;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setCancelUrl(String cancelUrl) {
        this.cancelUrl = Util.fixEmptyAndTrim(cancelUrl);
    }

    /** The method of that; {@code null} for {@code POST}. */
    @CheckForNull
    public Object getCancelMethod() {
        return cancelMethod;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setCancelMethod(Object cancelMethod) {
        this.cancelMethod = Values.text(cancelMethod, "POST");
    }

    /** What is sent there; {@code null} for nothing. */
    @CheckForNull
    public Object getCancelPayload() {
        return cancelPayload;
    }

    /** Gives it. */
    @DataBoundSetter
    public void setCancelPayload(Object cancelPayload) {
        this.cancelPayload = Values.plain(cancelPayload);
    }

    /** Whether a call may be made twice when nobody knows whether it arrived. */
    public boolean isRepeatUnanswered() {
        return repeatUnanswered;
    }

    /** Allows it. */
    @DataBoundSetter
    public void setRepeatUnanswered(boolean repeatUnanswered) {
        this.repeatUnanswered = repeatUnanswered;
    }

    /** How long to wait for the end; {@code null} for one hour. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets it, as {@code 30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "1h");
    }
}
