/** The Pipeline steps: plain configuration of a stage, its form and checks, and the one execution of them all. */
package io.jenkins.plugins.spindelivery.step;
