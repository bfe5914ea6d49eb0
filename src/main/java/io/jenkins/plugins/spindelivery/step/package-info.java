/**
 * The Pipeline steps. Each is plain configuration, checked and read by the stage that it stands for; what Jenkins does
 * with it lies in {@code delivery}. A judgment is the exception: it is an input step with a record, see
 * {@link io.jenkins.plugins.spindelivery.step.SpinJudgeStep}.
 */
package io.jenkins.plugins.spindelivery.step;
