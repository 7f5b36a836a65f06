"""The pages in the browser, on Streamlit."""
